import type { PlacedProblem } from '../language/protocol.ts';
import { count } from './changed-lines.ts';
import type { FlowState } from './flow-state.ts';

interface ProblemsProps {
  readonly problems: readonly PlacedProblem[];
  readonly checking: FlowState['checking'];
  readonly onGo: (problem: PlacedProblem) => void;
}

/** Everything that is wrong with the text, at its place. */
export function ProblemList({ problems, checking, onGo }: ProblemsProps) {
  return (
    <section class="problems" aria-label="Problems">
      <p class="tally" role="status" aria-live="polite">
        {tally(problems, checking)}
      </p>
      {problems.length > 0 && (
        <ol>
          {problems.map((problem, index) => (
            <li key={index} class={problem.severity}>
              <button type="button" onClick={() => onGo(problem)}>
                <b>{problem.severity === 'error' ? 'Error' : 'Warning'}</b>{' '}
                <span class="where">
                  line {problem.line}, column {problem.column}
                </span>
                <span class="what">{problem.message}</span>
                {problem.fix !== '' && <span class="fix">{problem.fix}</span>}
                <code>{problem.code}</code>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** `1 error and 2 warnings` */
export function tally(problems: readonly PlacedProblem[], checking: FlowState['checking']): string {
  if (checking === 'typing') return 'Checking…';
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  const told = parts.length === 0 ? 'No problem.' : `${parts.join(' and ')}.`;
  return checking === 'unreachable' ? `${told} The server could not be asked; it checks again when you publish.` : told;
}
