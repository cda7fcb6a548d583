import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { temporaryFolder } from '../../../server/database/testing/temporary-folder.ts'
import { type ServiceProcess, startServiceProcess } from '../../../server/start/testing/service-process.ts'
import { onOwnPostgres } from '../own-postgres.ts'

const patienceMs = 300_000
/** With a category it is classified at once: two events, `ticket.created` and `ticket.classified`. */
const anyTicket = {
  channel: 'email',
  language: 'en',
  issueSummary: 'Paid twice',
  category: 'payment_processing',
  serviceLine: 'platform-support',
}

/** One process that takes requests and one that sends deliveries, on a database of their own; the second may be killed. */
export interface SendingDesk {
  readonly owner: Client
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>
  subscribe(url: string, more?: object): Promise<{ id: string; secret: string }>
  /** Creates so many tickets, in batches; gives their ids. */
  createTickets(count: number): Promise<string[]>
  /** Kills the sender by SIGKILL and starts another. */
  killSender(): Promise<void>
  /** Resident memory of the sender now, in bytes. */
  senderMemory(): Promise<number>
  /** Waits until nothing of the endpoints waits any more, or those named. */
  untilTold(webhookIds?: readonly string[]): Promise<void>
}

/**
 * Opens it for `work`, and closes everything afterwards. `together`: one process does both, as it is started by a newcomer;
 * it is woken by its own commits, where another one looks every half second.
 */
export async function onSendingDesk<T>(
  where: 'together' | 'apart',
  work: (desk: SendingDesk) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder('switchyard-webhooks-')
  try {
    return await onOwnPostgres(async ({ appUrl, ownerUrl }) => {
      const database = ['--database-url', appUrl, '--database-owner-url', ownerUrl]
      const start = (name: string, roles: string) =>
        startServiceProcess({
          dataFolder: join(folder, name),
          args: ['--port', '0', '--roles', roles, ...database],
        })
      const api = await start('api', where === 'together' ? 'api,worker' : 'api')
      await mkdir(join(folder, 'sender'), { recursive: true })
      // Both open the secrets that either has sealed.
      await copyFile(join(folder, 'api', 'sealing.key'), join(folder, 'sender', 'sealing.key'))
      const sender = { process: where === 'together' ? api : await start('sender', 'api,worker') }
      const owner = new Client(ownerUrl)
      await owner.connect()
      try {
        const restart = async () => {
          await sender.process.end('SIGKILL')
          sender.process = await start('sender', 'api,worker')
        }
        return await work(deskOf({ api, owner, sender, restart }))
      } finally {
        await owner.end()
        await Promise.all([api.end('SIGTERM'), sender.process.end('SIGTERM')])
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Parts {
  readonly api: ServiceProcess
  readonly owner: Client
  readonly sender: { process: ServiceProcess }
  readonly restart: () => Promise<void>
}

function deskOf({ api, owner, sender, restart }: Parts): SendingDesk {
  const token = /sy_\w+/.exec(api.told())?.[0] ?? ''
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${api.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? null : JSON.parse(text)) as Answer
  }
  return {
    owner,
    call,
    subscribe: (url, more = {}) =>
      call('POST', '/v1/webhooks', { url, eventTypes: ['ticket.created', 'ticket.classified'], ...more }),
    createTickets: async (count) => {
      const ids: string[] = []
      while (ids.length < count) {
        const size = Math.min(500, count - ids.length)
        const ticket = { ...anyTicket, customerId: 'hooks' }
        const body = { tickets: Array.from({ length: size }, () => ticket) }
        const { results } = await call<{ results: { ticket: { id: string } }[] }>('POST', '/v1/tickets/batch', body)
        ids.push(...results.map(({ ticket: made }) => made.id))
      }
      return ids
    },
    killSender: restart,
    senderMemory: () => residentBytes(sender.process.pid),
    untilTold: (webhookIds) => untilTold(owner, webhookIds),
  }
}

async function residentBytes(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}

/** Settles when every event has been made into deliveries and none of them waits. */
async function untilTold(owner: Client, webhookIds?: readonly string[]): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const { rows } = await owner.query<{ behind: boolean; waiting: string }>(
      `select exists (
         select 1
         from webhook_cursors as place
         join events as event on event.workspace_id = place.workspace_id and event.seq > place.seq
         where event.type like 'ticket.%') as behind,
       (select count(*) from deliveries
        where state = 'pending' and ($1::uuid[] is null or endpoint_id = any($1::uuid[]))) as waiting`,
      [webhookIds ?? null],
    )
    if (rows[0] !== undefined && !rows[0].behind && Number(rows[0].waiting) === 0) return
    if (performance.now() - startedAt > patienceMs) throw new Error(`Still ${rows[0]?.waiting} deliveries wait.`)
    await pause(100)
  }
}
