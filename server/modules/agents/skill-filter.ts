/** A skill an agent must have, at this level at least. */
export interface SkillFilter {
  readonly slug: string
  readonly minLevel: number
}

const pattern = /^([a-z0-9][a-z0-9_-]{0,62})(?:>=(\d{1,3}))?$/

/** Reads `payments>=3`, or `payments` for any level; null when it is neither. */
export function parseSkillFilter(text: string): SkillFilter | null {
  const match = pattern.exec(text)
  return match?.[1] === undefined ? null : { slug: match[1], minLevel: Number(match[2] ?? 0) }
}
