import type { Type } from './types.ts';

/** How a type is called in messages. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'any value';
    case 'null':
      return 'null';
    default:
      return `a ${type.kind}`;
  }
}

/** Whether values of the two types can ever be equal. */
export function areLike(left: Type, right: Type): boolean {
  if (left.kind === 'any' || right.kind === 'any' || left.kind === 'null' || right.kind === 'null') return true;
  if (left.kind === 'list' && right.kind === 'list') return areLike(left.of, right.of);
  return left.kind === right.kind;
}

/** The narrowest type that takes in both: `any` if their kinds differ. */
export function joinTypes(left: Type, right: Type): Type {
  if (left.kind === 'null') return right.kind === 'null' ? right : { ...right, nullable: true };
  if (right.kind === 'null') return { ...left, nullable: true };
  if (left.kind !== right.kind) return { kind: 'any' };
  const nullable = left.nullable === true || right.nullable === true ? { nullable: true } : {};
  if (left.kind === 'list' && right.kind === 'list')
    return { kind: 'list', of: joinTypes(left.of, right.of), ...nullable };
  if (left.kind === 'map' && right.kind === 'map') return joinMaps(left, right, nullable);
  return { ...left, ...nullable };
}

function joinMaps(
  left: Extract<Type, { kind: 'map' }>,
  right: Extract<Type, { kind: 'map' }>,
  nullable: { nullable?: boolean },
): Type {
  if (left.fields === undefined || right.fields === undefined) return { kind: 'map', ...nullable };
  const fields: [string, Type][] = [];
  for (const [name, type] of Object.entries(left.fields)) {
    const other = Object.hasOwn(right.fields, name) ? right.fields[name] : undefined;
    fields.push([name, other === undefined ? { ...type, nullable: true } : joinTypes(type, other)]);
  }
  for (const [name, type] of Object.entries(right.fields))
    if (!Object.hasOwn(left.fields, name)) fields.push([name, { ...type, nullable: true }]);
  return { kind: 'map', fields: Object.fromEntries(fields), ...nullable };
}
