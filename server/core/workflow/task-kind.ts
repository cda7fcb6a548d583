/** What kind of attention a task asks for; each kind costs units of an agent's capacity (domain.md "Agent"). */
export const taskKinds = ['call', 'chat', 'ticket', 'case', 'callback'] as const

export type TaskKind = (typeof taskKinds)[number]
