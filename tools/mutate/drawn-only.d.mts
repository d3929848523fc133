import type { Mutant } from '@stryker-mutator/api/core';

export function keyOf(mutant: Mutant, offset?: number): string;
