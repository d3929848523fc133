type Fields = Readonly<Record<string, unknown>>;

/** Why Slack does not take a message of this content, in its own words; null = it does. */
export function refusedMessage(body: Fields): string | null {
  const { text, blocks } = body;
  if (typeof text === 'string' && text.length > 40_000) return 'msg_too_long';
  if (blocks === undefined) return typeof text === 'string' && text !== '' ? null : 'no_text';
  if (!Array.isArray(blocks) || blocks.length > 50) return 'invalid_blocks';
  const ids: string[] = [];
  for (const block of blocks as readonly Fields[]) {
    if (block['type'] === 'section' && !isText(block['text'], 3_000)) return 'invalid_blocks';
    if (block['type'] !== 'actions') continue;
    const elements = block['elements'] as readonly Fields[];
    if (elements.length === 0 || elements.length > 25) return 'invalid_blocks';
    if (!elements.every(isButton)) return 'invalid_blocks';
    ids.push(...elements.map((element) => String(element['action_id'])));
  }
  return new Set(ids).size === ids.length ? null : 'invalid_blocks';
}

function isButton({ text, value, action_id: id }: Fields): boolean {
  return isText(text, 75) && String(value).length <= 2_000 && typeof id === 'string' && id.length <= 255;
}

function isText(value: unknown, most: number): boolean {
  const { text } = (value ?? {}) as Fields;
  return typeof text === 'string' && text.length > 0 && text.length <= most;
}
