/** Events that an app may have subscribed to and that say nothing to a conversation. Any other is kept aside. */
export const idleEvents: ReadonlySet<string> = new Set(
  `app_home_opened app_installed app_deleted app_requested
  assistant_thread_started assistant_thread_context_changed
  channel_archive channel_created channel_deleted channel_history_changed channel_id_changed channel_left channel_rename
  channel_shared channel_unarchive channel_unshared
  group_archive group_close group_deleted group_history_changed group_left group_open group_rename group_unarchive
  dnd_updated dnd_updated_user emoji_changed
  file_change file_comment_added file_comment_deleted file_comment_edited file_created file_deleted file_public
  file_shared file_unshared
  im_close im_created im_history_changed im_open invite_requested link_shared
  member_joined_channel member_left_channel message_metadata_deleted message_metadata_posted message_metadata_updated
  pin_added pin_removed reaction_added reaction_removed star_added star_removed
  subteam_created subteam_members_changed subteam_self_added subteam_self_removed subteam_updated
  team_access_granted team_access_revoked team_domain_change team_join team_rename
  user_change user_huddle_changed user_profile_changed user_status_changed`.split(/\s+/),
);

/** Messages that Slack itself writes into channels; what people and apps write has none of these subtypes. */
export const idleSubtypes: ReadonlySet<string> = new Set(
  `assistant_app_thread bot_add bot_disable bot_enable bot_message bot_remove
  channel_archive channel_canvas_updated channel_convert_to_private channel_convert_to_public channel_join channel_leave
  channel_name channel_posting_permissions channel_purpose channel_topic channel_unarchive
  document_mention ekm_access_denied file_comment file_mention
  group_archive group_join group_leave group_name group_purpose group_topic group_unarchive
  huddle_thread joiner_notification joiner_notification_for_inviter message_replied mpdm_move pinned_item
  reminder_add reminder_delete reply_broadcast sh_room_created tombstone unpinned_item`.split(/\s+/),
);
