/**
 * Whether a page's origin is one of a channel's: exactly, or a name below `https://*.shop.example`, never that name
 * itself. The origin is compared as a browser sends it.
 */
export function isAllowedOrigin(allowed: readonly string[], origin: string): boolean {
  return allowed.some((pattern) => {
    const star = pattern.indexOf('*.')
    if (star === -1) return pattern === origin
    const [scheme, rest] = [pattern.slice(0, star), pattern.slice(star + 1)]
    if (!origin.startsWith(scheme) || !origin.endsWith(rest)) return false
    const name = origin.slice(scheme.length, origin.length - rest.length)
    return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name)
  })
}
