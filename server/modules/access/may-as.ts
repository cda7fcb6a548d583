import type { Principal } from '../../platform/principal.ts'
import { permissionsOfRole } from './roles.ts'

/** Whether a principal may do all that a role may: what the workflow keeps for a role is for all who may as much. */
export function mayAs({ permissions }: Pick<Principal, 'permissions'>, role: string): boolean {
  const needed = permissionsOfRole(role)
  return permissions.has('*') || (needed.length > 0 && needed.every((permission) => permissions.has(permission)))
}
