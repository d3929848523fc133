import { Program } from './machine.ts';
import type { Invoke, Tables } from './machine.ts';
import type { ChildSession, ChildSnapshot } from './snapshot.ts';

/** Whether a session runs among these children or inside them. */
export function hasSession(children: readonly ChildSession[], session: string): boolean {
  return children.some(
    (child) =>
      child.snapshot !== null && (child.session === session || hasSession(child.snapshot.children ?? [], session)),
  );
}

/** The session among these children, or inside them, that an operation is open for. */
export function sessionAsking(children: readonly ChildSession[], operation: string): string | null {
  for (const { session, snapshot } of children) {
    if (snapshot === null) continue;
    if (snapshot.operations.some((open) => open.operation === operation)) return session;
    const inside = sessionAsking(snapshot.children ?? [], operation);
    if (inside !== null) return inside;
  }
  return null;
}

/** The children from the outermost down to a session; null where it does not run. */
export function pathTo(children: readonly ChildSession[], session: string): readonly ChildSession[] | null {
  for (const child of children) {
    if (child.snapshot === null) continue;
    if (child.session === session) return [child];
    const inside = child.snapshot.children === undefined ? null : pathTo(child.snapshot.children, session);
    if (inside !== null) return [child, ...inside];
  }
  return null;
}

/** The children with one session's snapshot replaced; the rest is shared. */
export function withSession(
  children: readonly ChildSession[],
  path: readonly ChildSession[],
  snapshot: ChildSnapshot | null,
): readonly ChildSession[] {
  const [outermost, ...rest] = path;
  return children.map((child) => {
    if (child !== outermost || child.snapshot === null) return child;
    if (rest.length === 0) return { ...child, snapshot };
    const inside = withSession(child.snapshot.children ?? [], rest, snapshot);
    return { ...child, snapshot: { ...child.snapshot, children: inside } };
  });
}

export function invokeOf(tables: Tables, child: ChildSession): Invoke | undefined {
  return tables.byId.get(child.state)?.invokes[child.index];
}

/** The machine that a child runs. */
export function programOf(tables: Tables, child: ChildSession): Program {
  const work = invokeOf(tables, child)?.work;
  if (work?.kind === 'child') {
    if (work.child instanceof Program) return work.child;
    const program = tables.machines.get(child.machine ?? '');
    if (program !== undefined) return program;
  }
  throw new Error(`The snapshot has a child of '${child.state}' that this machine does not know: restore it first.`);
}
