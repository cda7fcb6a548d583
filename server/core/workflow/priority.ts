/** The four priorities, lowest first (domain.md "Ticket"). */
export const priorities = ['low', 'normal', 'high', 'critical'] as const

export type Priority = (typeof priorities)[number]

const canonical: ReadonlyMap<string, Priority> = new Map<string, Priority>([
  ...priorities.map((priority) => [priority, priority] as const),
  ['medium', 'normal'],
  ['urgent', 'critical'],
])

/** The priority a word stands for (`medium` = `normal`, `urgent` = `critical`), or null when it stands for none. */
export function canonicalPriority(word: string): Priority | null {
  return canonical.get(word) ?? null
}
