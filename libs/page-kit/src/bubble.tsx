/** What each side of a conversation is called. */
export interface Authors {
  readonly person: string;
  readonly bot: string;
  readonly agent: string;
}

interface BubbleProps {
  readonly message: {
    readonly number: number;
    readonly from: keyof Authors;
    readonly text: string;
    /** ms since the epoch. */
    readonly at: number;
  };
  readonly authors: Authors;
}

/** A message that was said. */
export function Bubble({ message, authors }: BubbleProps) {
  const time = new Date(message.at);
  return (
    <div class={`bubble ${message.from}`} data-number={message.number}>
      <span class="author">{authors[message.from]}</span>
      <span class="text">{message.text}</span>
      <time dateTime={time.toISOString()}>{time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</time>
    </div>
  );
}
