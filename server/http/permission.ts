import { isPermission, requirePermission } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Route } from './route.ts'

/** Throws when a route says nothing, or nothing known, of who may call it: such a server must not start. */
export function requireDeclaredPermission(route: Pick<Route, 'permission' | 'method' | 'url'>): void {
  const { permission } = route
  if (permission === 'public' || permission === 'signed-in') return
  if (typeof permission === 'string' && isPermission(permission)) return
  throw new Error(`${route.method} ${route.url} declares no permission. Say who may call it, 'signed-in' or 'public'.`)
}

/**
 * Refuses a caller who may not call this route at all. What the call touches is the verb's to check; a customer owns
 * single things, so for customers only the permission itself can be asked here.
 */
export function requireRoutePermission(context: Context, route: Pick<Route, 'permission'>): void {
  const { permission } = route
  if (permission === 'public' || permission === 'signed-in') return
  if (context.principal.kind !== 'customer') return requirePermission(context, permission)
  const held = context.principal.permissions
  if (!held.has(permission) && !held.has('*')) {
    throw new AppError('forbidden', `This needs the permission "${permission}".`, { permission, missing: 'permission' })
  }
}
