/** What a timer can wake: the kind names the verb, the subject is that verb's thing. */
const timerKinds = [
  'sla',
  'agent.presence',
  'agent.endpoint',
  'agent.lost',
  'callback',
  'chat.gone',
  'task.wrapup',
  'case',
  'automation',
  'ticket.stay',
  'ticket.snooze',
  'bulk',
  'certification',
] as const

export type TimerKind = (typeof timerKinds)[number]
