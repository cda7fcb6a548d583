import { randomUUID } from 'node:crypto'
import type { Call, Task, Ticket } from '@switchyard/sdk'
import type { Random } from '../seed/random.ts'
import type { DemoWorld, Hand, Member } from './demo-world.ts'
import { homeQueueOf } from './home-queue.ts'
import { noteFor, phraseFor } from './phrases.ts'
import type { Act } from './work-plan.ts'

/** A member before its work. */
interface Scene {
  readonly world: DemoWorld
  readonly hand: Hand
  /** As it was taken up. */
  readonly ticket: Ticket
  readonly random: Random
}

const chanceThatCustomerHangsUp = 0.6
const dispositions = ['solved', 'information', 'follow_up'] as const
/** Statuses from which the work has not begun. */
const early: ReadonlySet<string> = new Set(['created', 'classified', 'assigned'])
/** Statuses in which the cause is known already: somebody else had it before. */
const late: ReadonlySet<string> = new Set(['correcting', 'verifying'])

/** Does one thing through the API; false when it was refused. */
export function doAct(scene: Scene, act: Act): Promise<boolean> {
  return acts[act](scene)
}

const acts: Readonly<Record<Act, (scene: Scene) => Promise<boolean>>> = {
  classify,
  reply: (scene) => say(scene, 'greeting'),
  begin,
  inquire: (scene) => say(scene, 'question'),
  ask: async (scene) => (await say(scene, 'question')) && (await move(scene, { to: 'waiting_customer' })),
  consult,
  hear,
  handOver,
  transfer,
  return: giveBack,
  correct,
  recheck,
  hangUp,
  resolve,
  wrapUp,
}

async function did(scene: Scene, call: Call): Promise<boolean> {
  return (await scene.world.api.ask(call)) !== null
}

function say(scene: Scene, occasion: 'greeting' | 'question' | 'fixed'): Promise<boolean> {
  const { world, hand, ticket, random } = scene
  const chat = chatOf(scene)
  if (chat !== null && world.chats.has(chat.path)) {
    const said = { body: phraseFor(random, occasion, ticket.language), agentId: hand.member.id, clientId: randomUUID() }
    return did(scene, { method: 'POST', path: `${chat.path}/messages`, body: said })
  }
  const body = { body: phraseFor(random, occasion, ticket.language), visibility: 'public', clientId: randomUUID() }
  return did(scene, { method: 'POST', path: `/v1/tickets/${ticket.id}/messages`, body })
}

function move(scene: Scene, body: { to: string; [fact: string]: unknown }): Promise<boolean> {
  return did(scene, { method: 'POST', path: `/v1/tickets/${scene.ticket.id}/transitions`, body })
}

function onTask(scene: Scene, verb: string, body?: unknown): Promise<boolean> {
  return did(scene, { method: 'POST', path: `/v1/tasks/${scene.hand.taskId}/${verb}`, body })
}

/** What the ticket is about: what its customer of the demo came for, or of others' tickets the usual. */
function matterOf({ world, hand }: Scene) {
  return world.visits.get(hand.ticketId)?.contact.scenario ?? null
}

/** The chat that is talked in, of a customer of the demo. */
function chatOf({ world, hand }: Scene) {
  return hand.kind === 'chat' ? (world.visits.get(hand.ticketId)?.chat ?? null) : null
}

function isCare({ ticket }: Scene): boolean {
  return ticket.serviceLine === 'guest-support'
}

function classify(scene: Scene): Promise<boolean> {
  const matter = matterOf(scene)
  const body = { category: matter?.category ?? 'user_system', type: matter?.type ?? 'service_request' }
  return did(scene, { method: 'PATCH', path: `/v1/tickets/${scene.ticket.id}`, body })
}

async function begin(scene: Scene): Promise<boolean> {
  if (!early.has(scene.ticket.status)) return true
  return move(scene, { to: isCare(scene) ? 'handling' : 'diagnosing' })
}

async function consult(scene: Scene): Promise<boolean> {
  const { world, hand, random } = scene
  const others = [...world.members.values()].filter((member) => isFree(member) && member !== hand.member)
  if (others.length === 0) return false
  const colleague = random.pick(others)
  const isAsked = await onTask(scene, 'consult', { agentId: colleague.id, note: noteFor(random, 'consult') })
  if (!isAsked) return false
  hand.colleague = colleague
  world.tally.counts.consulted++
  return true
}

function isFree({ presence }: Member): boolean {
  return presence.state === 'available'
}

async function hear(scene: Scene): Promise<boolean> {
  if (scene.hand.colleague === null) return false
  scene.hand.colleague = null
  return onTask(scene, 'consult/end', { note: noteFor(scene.random, 'advice') })
}

async function handOver(scene: Scene): Promise<boolean> {
  const { world, hand, random } = scene
  if (hand.colleague === null) return false
  const body = { to: { agentId: hand.colleague.id }, mode: 'warm', note: noteFor(random, 'transfer') }
  if (!(await onTask(scene, 'transfer', body))) return false
  world.tally.counts.transferred++
  // The colleague hears of the assignment and may have begun already.
  if (world.hands.get(hand.taskId) === hand) world.hands.delete(hand.taskId)
  return true
}

async function transfer(scene: Scene): Promise<boolean> {
  const queue = homeQueueOf(matterOf(scene)?.category ?? '')
  const body = { to: { queue }, note: noteFor(scene.random, 'transfer') }
  if (!(await onTask(scene, 'transfer', body))) return false
  scene.world.tally.counts.transferred++
  scene.world.hands.delete(scene.hand.taskId)
  return true
}

async function giveBack(scene: Scene): Promise<boolean> {
  if (!(await onTask(scene, 'return', { reason: 'Somebody else knows this better.' }))) return false
  scene.world.tally.counts.returned++
  scene.world.hands.delete(scene.hand.taskId)
  return true
}

async function correct(scene: Scene): Promise<boolean> {
  if (isCare(scene) || late.has(scene.ticket.status)) return true
  const { cause } = findingsOf(scene)
  return move(scene, { to: 'correcting', cause })
}

async function recheck(scene: Scene): Promise<boolean> {
  if (isCare(scene) || scene.ticket.status === 'verifying') return true
  const { correction } = findingsOf(scene)
  if (!(await move(scene, { to: 'verifying', correction }))) return false
  return move(scene, { to: 'diagnosing', solutionCheck: 'failed' })
}

async function hangUp(scene: Scene): Promise<boolean> {
  const { world, hand, random } = scene
  letGo(scene)
  const by = random.next() < chanceThatCustomerHangsUp ? 'customer' : 'agent'
  const { callId } = hand
  const chat = chatOf(scene)
  if (chat !== null) {
    const isEnded = await did(scene, { method: 'POST', path: `${chat.path}/close`, body: { by } })
    world.chats.delete(chat.path)
    return isEnded
  }
  if (callId === null) return onTask(scene, 'complete')
  const isDone = await did(scene, { method: 'POST', path: `/v1/calls/${callId}/hang-up`, body: { by } })
  // Only now: when the demo ends meanwhile, whoever closes it must still know of the line.
  world.lines.delete(callId)
  return isDone
}

async function resolve(scene: Scene): Promise<boolean> {
  await say(scene, 'fixed')
  letGo(scene)
  const to = scene.ticket.solving?.to ?? 'closed'
  const { cause, correction, resolution } = findingsOf(scene)
  const facts = isCare(scene) ? { resolution } : { cause, correction, resolution, solutionCheck: 'passed' }
  return (await move(scene, { to, ...facts })) || onTask(scene, 'complete')
}

/** From here on nobody can take the work away; it counts as done. */
function letGo({ world, hand }: Scene): void {
  if (hand.isLetGo) return
  hand.isLetGo = true
  world.hands.delete(hand.taskId)
  world.tally.counts.completed++
  world.tally.handlings.add(hand.workedMs)
}

async function wrapUp(scene: Scene): Promise<boolean> {
  const path = `/v1/tasks/${scene.hand.taskId}`
  const task = await scene.world.api.ask<Task>({ method: 'GET', path })
  if (task?.state !== 'wrapup') return true
  return onTask(scene, 'wrapup/end', { disposition: scene.random.pick(dispositions) })
}

function findingsOf(scene: Scene) {
  const matter = matterOf(scene)
  return {
    cause: { text: matter?.cause ?? 'Seen in the logs and reproduced.' },
    correction: { text: matter?.correction ?? 'Setting corrected.' },
    resolution: matter?.resolution ?? 'Solved and checked.',
  }
}
