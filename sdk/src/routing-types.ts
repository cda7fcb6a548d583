/** Names for the routing part of the public API, as its reference describes it: queues, tasks, offers, decisions. */

import type { components } from './schema.gen.d.ts'

type Schemas = components['schemas']

export type EstimatedWait = NonNullable<Schemas['Queue']['estimatedWait']>
export type QueueFigures = Schemas['Queue']
export type RoutingStep = Schemas['RoutingStep']
export type Task = Schemas['Task']
export type TaskState = Task['state']
/** A supervisor who watches a task, and how. */
export type Monitor = Schemas['Monitor']
export type MonitorMode = Monitor['mode']
/** Whether an agent could be offered a task now, and all that stands against it. */
export type WhyNot = Schemas['WhyNot']
export type Offer = Schemas['Offer']
export type OfferState = Offer['state']
export type Decision = Schemas['Decision']
export type Consult = Schemas['Consult']
/** What an agent holds, in a roster: tasks in hand and offers counted together by kind of task. */
export type RosterWorkload = NonNullable<Schemas['ListedAgent']['workload']>
/** What an agent holds, one by one. */
export type Workload = Schemas['Workload']

export type Case = Schemas['Case']
export type CaseDetail = Schemas['CaseDetail']
export type CaseLane = Schemas['CaseLane']
export type CaseReason = Schemas['CaseReason']
export type CaseStatus = Case['status']
