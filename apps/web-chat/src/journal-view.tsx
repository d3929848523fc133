import { JournalEntries, type JournalEntry } from '@parley/page-kit';
import { useEffect, useState } from 'preact/hooks';
import type { ChatSession } from './chat-session.ts';
import { Refusal, type ChatServer } from './server.ts';

interface Props {
  readonly server: ChatServer;
  readonly session: ChatSession;
}

/** What the conversation did and why: read-only, newest first, one entry for each stimulus. */
export function JournalView({ server, session }: Props) {
  const { entries, notice } = useJournal(server, session);
  if (notice !== null) return <p class="empty">{notice}</p>;
  return (
    <section class="journal" aria-label="What happened and why">
      <h2>What happened, and why</h2>
      {entries.length === 0 && (
        <p class="empty">Nothing yet. Each message will appear here with the states it led through.</p>
      )}
      <JournalEntries entries={entries} />
    </section>
  );
}

function useJournal(server: ChatServer, session: ChatSession) {
  const [entries, setEntries] = useState<readonly JournalEntry[]>([]);
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    let known: readonly JournalEntry[] = [];
    let reading = false;
    let again = false;
    const read = async (): Promise<void> => {
      const visit = session.currentVisit();
      if (visit === null || reading) {
        again = reading;
        return;
      }
      reading = true;
      try {
        const told = (await server.journal(visit, known.at(-1)?.seq ?? 0)).entries as readonly JournalEntry[];
        if (told.length > 0) setEntries((known = [...known, ...told]));
        again ||= told.length > 0;
      } catch (fault) {
        if (fault instanceof Refusal && fault.status === 403) setNotice('This connection does not show its journal.');
      }
      reading = false;
      if (again) {
        again = false;
        await read();
      }
    };
    const unsubscribe = session.subscribe(() => void read());
    const timer = setInterval(() => void read(), 2000);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [server, session]);
  return { entries, notice };
}
