/** The promises that are watched at every commit and at the end; the report of a run names them. */
export const invariants = {
  accepted_twice: 'a task has at most one accepted offer that is not released',
  pending_twice: 'an agent has at most one pending offer of a task, a person one at all',
  over_capacity:
    'units in use and reserved never exceed the capacity but by what was forced, or what may be interrupted',
  over_maximum: 'nobody is given or asked for more of a kind than its maximum, but by what was forced',
  units_differ: 'the units of an agent are those of its offers',
  torn: 'a task is what its offers say, and its offers what the task says',
  ended_twice: 'an offer ends once and stays as it ended',
  wrong_end: 'an offer is answered before its expiry and expires after it, whoever ends it',
  stale_epoch: 'a router whose epoch is over writes nothing',
  to_absent: 'nobody is offered anything while not available',
  off_shift: 'whose shift is over is offered nothing by the router',
  probed_twice: 'whose endpoint is only tried has one offer from the router at a time',
  breaker_open: 'whose endpoint has failed is available to be tried only, until it has answered',
  told_in_vain: 'no endpoint is told of an offer that has ended without it',
  lost_work_kept: 'live work of who is gone is given back after its grace, and never that of who is there',
  limit_unwatched: 'a presence with a time limit has the timer that ends it',
  old_workflow: 'nothing is written by a workflow that is not in force any more',
  drains_idle: 'who drains and holds nothing is offline',
  asked_again: 'who refused a task or let it run out is not asked again by the router before the cool-down is over',
  rank_lost: 'the entry of a task never changes, and what is over stays so',
  log_torn: 'each subject has one event for each place, each offer one for its beginning and one for its end',
  kept_for_another: 'while a task is kept for the agent it prefers, the router asks nobody else',
  unfair: 'the router asks nobody who is further ahead of those who are free than its queue allows',
  consult_left: 'an open consult is about a task that the one who asked has in hand',
  not_consulted: 'a task is handed over warm only to who was consulted',
  line_differs: 'a call lives as long as its task does, and ends once, as the task did',
  called_early: 'a callback is not in the queue before its time',
  called_never: 'a callback for later that nobody has, parked or put off has the timer that lets it wait',
  not_moved_on: 'a task waits no longer in a queue than its overflow and its lifetime say',
  wrapup_unwatched: 'a wrap-up has a timer for its next step, and neither it nor its units stay past their time',
  answer_differs: 'what a caller was told of an offer is what the offer became',
  deadlock: 'no two transactions wait for each other',
  failed: 'nothing fails that was not refused for a reason',
  forgotten: 'a task that an available agent could take is offered',
  left_standing: 'no offer stands past its expiry, or with an agent who is not available and keeps none',
  memory_differs: 'what the router remembers is what the rows say',
  restless: 'whoever acts comes to an end',
  stuck: 'all work can be finished',
} as const

export type Rule = keyof typeof invariants

/** A promise that was broken, with what it was broken at. */
export class Broken extends Error {
  readonly rule: Rule
  constructor(rule: Rule, detail: string) {
    super(`${rule}: ${detail}`)
    this.rule = rule
  }
}
