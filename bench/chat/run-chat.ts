import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { issuePass } from '../../server/modules/access/index.ts'
import { encodeId } from '../../server/platform/ids.ts'
import { openCore } from '../../server/start/open-core.ts'
import { type Figure, figuresNamed, type Measurement } from '../figure.ts'
import { runChild } from '../machine/child.ts'
import { openFolder } from '../machine/leave-nothing.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, type ServerProcess } from '../machine/server-process.ts'
import { untilCalm } from '../machine/until-calm.ts'
import { withPreparedServer } from '../machine/with-prepared-server.ts'
import { type FurnishedChats, furnishChats } from './furnish-chats.ts'
import { startProsody } from './prosody.ts'
import type { TalkingChat, TalkJob, TalkReport } from './traffic-job.ts'

/** What the goal states, and what a smaller run may ask for. */
export const statedTalk = { chats: 2_000, rate: 5_000 }
const warmUpSeconds = 3
const talkProgram = join(import.meta.dirname, 'traffic.ts')

interface Talk {
  readonly report: TalkReport
  /** Messages that the database has, and chats whose numbers have a hole. */
  readonly stored: number
  readonly torn: number
}

interface TalkWish {
  readonly seconds: number
  readonly chats: number
  readonly rate: number
  /** Also lets Prosody, where this machine has it, carry the same messages. */
  readonly compare: boolean
}

/** Figure P4: customers and agents write to each other over their sockets. */
export async function runChat(wish: TalkWish): Promise<Measurement> {
  const { chats, rate } = wish
  const seconds = Math.max(5, wish.seconds)
  const loadBefore = loadavg()[0] ?? 0
  const preparation = {
    prepare: (dataFolder: string) => {
      progress(`chat: opening ${chats} chats`)
      return furnishChats(dataFolder, chats)
    },
    args: ['--no-example', '--no-build-console'],
  }
  const talk = await withPreparedServer(preparation, (server, furnished) =>
    measure(server, furnished, { rate, seconds }),
  )
  const beside = wish.compare ? await talkOnProsody({ chats, rate, seconds }) : null
  const { report } = talk
  if (report.all.sent < rate * seconds) throw new Error(`${report.all.sent} of ${rate * seconds} messages were sent.`)
  return {
    bench: 'chat',
    setup: [
      `${chats} live chats with a socket of the customer and one of the agent each; they write in turn, ${rate} messages/s in all at fixed instants, for ${seconds} s after ${warmUpSeconds} s`,
      'one process with all roles; every message answers or starts clocks of its ticket',
      'acknowledged: from the instant a message was due to the frame ack, sent after the commit; heard: to the frame at the other side’s socket',
      `load average ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after; latest message sent ${Math.round(report.latestMs)} ms late`,
      ...(beside === null ? [] : [aboutProsody]),
      ...(report.faults === 0 ? [] : [`${report.faults} faults, first: ${report.firstFault}`]),
    ],
    figures: [
      ...figuresOf(talk, { seconds, isStated: rate >= statedTalk.rate && chats >= statedTalk.chats }),
      ...(beside === null ? [] : figuresBeside(beside, seconds)),
    ],
    detail: { ...talk, prosody: beside },
  }
}

async function measure(
  server: ServerProcess,
  furnished: FurnishedChats,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Talk> {
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    // What was furnished is still to be worked off: documents of the search, automations, reports.
    await untilCalm([server.pid, access.pid])
    const report = await carryOut(`${server.dataFolder}.job.json`, {
      system: 'switchyard',
      address: server.address,
      chats: await withPasses(access, furnished),
      rate,
      warmUpSeconds,
      seconds,
      pids: { server: server.pid, postgres: access.pid },
    })
    const { rows } = await owner.query<{ stored: number; torn: number }>(
      `select coalesce(sum(talk.said), 0)::integer as stored,
         count(*) filter (where talk.said <> talk.last or talk.said <> talk.counted)::integer as torn
       from (
         select count(*) as said, max(spoken.seq) as last, chat.message_seq as counted
         from chat_messages as spoken
         join chat_sessions as chat on chat.workspace_id = spoken.workspace_id and chat.id = spoken.chat_id
         group by chat.id, chat.message_seq) as talk`,
    )
    return { report, stored: rows[0]?.stored ?? 0, torn: rows[0]?.torn ?? 0 }
  } finally {
    await owner.end()
  }
}

/** Lets the talk take place; the job is written to a file, for it is too long for an argument. */
async function carryOut(file: string, job: TalkJob): Promise<TalkReport> {
  await writeFile(file, JSON.stringify(job))
  progress(`chat: ${job.rate} messages/s for ${job.warmUpSeconds + job.seconds} s on ${job.system}`)
  return JSON.parse(await runChild(process.execPath, [talkProgram, file])) as TalkReport
}

/** The same talk carried by Prosody; null where this machine has none. */
async function talkOnProsody(wish: { chats: number; rate: number; seconds: number }): Promise<TalkReport | null> {
  const prosody = await startProsody()
  if (prosody === null) {
    progress('chat: there is no Prosody here')
    return null
  }
  const folder = await openFolder()
  try {
    return await carryOut(join(folder.path, 'job.json'), {
      system: 'xmpp',
      address: prosody.address,
      chats: Array.from({ length: wish.chats }, () => ({ id: '', token: '', pass: '' })),
      rate: wish.rate,
      warmUpSeconds,
      seconds: wish.seconds,
      pids: { server: prosody.pid, postgres: null },
    })
  } finally {
    await prosody.close()
    await folder.remove()
  }
}

async function withPasses(
  access: Awaited<ReturnType<typeof databaseOf>>,
  { workspace, chats }: FurnishedChats,
): Promise<TalkingChat[]> {
  const core = await openCore(access, { warn: () => {} })
  try {
    return await Promise.all(
      chats.map(async ({ chatId, token, sessionId }) => {
        const { pass } = await issuePass(core.installation, { sessionId, workspace })
        return { id: encodeId('chat', chatId), token, pass }
      }),
    )
  } finally {
    await core.close()
  }
}

const aboutProsody =
  'Prosody beside, for scale: the same sockets, rate and sentence through RFC 7395; it passes messages on and keeps none'

function figuresBeside({ heard, all, cpuMs }: TalkReport, seconds: number): Figure[] {
  const figure = figuresNamed('P4 Prosody:')
  return [
    figure('messages heard', heard.count / seconds, '/s'),
    figure('p50 to the other side', heard.p50Ms, 'ms'),
    figure('p99 to the other side', heard.p99Ms, 'ms'),
    figure('server CPU a message', (cpuMs.server * 1000) / all.sent, 'us'),
  ]
}

function figuresOf(talk: Talk, { seconds, isStated }: { seconds: number; isStated: boolean }): Figure[] {
  const { report } = talk
  const { all } = report
  const figure = figuresNamed('P4')
  // A smaller run says nothing about the goal.
  const stated = (goal: NonNullable<Figure['goal']>) => (isStated ? goal : null)
  return [
    figure('messages heard', report.heard.count / seconds, '/s', stated({ atLeast: statedTalk.rate * 0.99 })),
    figure('p50 to acknowledged', report.acked.p50Ms, 'ms'),
    figure('p99 to acknowledged', report.acked.p99Ms, 'ms', stated({ atMost: 50 })),
    figure('p50 to the other side', report.heard.p50Ms, 'ms'),
    figure('p99 to the other side', report.heard.p99Ms, 'ms', stated({ atMost: 50 })),
    figure('lost', Math.max(all.sent - all.heard, all.sent - all.acked, all.acked - talk.stored), '', { atMost: 0 }),
    figure('doubled or out of turn', all.doubled + all.outOfTurn + talk.torn, '', { atMost: 0 }),
    // Warm-up included.
    figure('server CPU a message', (report.cpuMs.server * 1000) / all.sent, 'us'),
    figure('PostgreSQL CPU a message', (report.cpuMs.postgres * 1000) / all.sent, 'us'),
    figure('client CPU a message', (report.cpuMs.client * 1000) / all.sent, 'us'),
  ]
}
