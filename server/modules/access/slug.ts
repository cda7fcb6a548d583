const pattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** True for what may name a workspace: up to 63 lower-case letters, digits and inner hyphens. */
export function isSlug(text: unknown): text is string {
  return typeof text === 'string' && pattern.test(text)
}
