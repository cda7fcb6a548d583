import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { untilCalm } from '../../../bench/machine/until-calm.ts'
import { findRunningPostgres } from '../../../server/database/embedded/start-embedded-postgres.ts'
import { temporaryFolder } from '../../../server/database/testing/temporary-folder.ts'
import {
  postmasterPid,
  type ServiceProcess,
  startServiceProcess,
} from '../../../server/start/testing/service-process.ts'

/** A chat with what opens it from either side. */
export interface PlacedChat {
  readonly id: string
  readonly url: string
  readonly customer: string
  readonly desk: string
}

/** A service in a process of its own, killed and started again at the same address. */
export interface ChatPlace {
  service(): ServiceProcess
  openChats(count: number): Promise<PlacedChat[]>
  /** By SIGKILL; settles when a new one is ready. */
  kill(victim: 'node' | 'both'): Promise<void>
  ownerUrl(): Promise<string>
  /** Waits until nothing is left to do of what happened before. */
  untilCalm(): Promise<void>
  close(): Promise<void>
}

const openedAtOnce = 6

export async function openChatPlace(): Promise<ChatPlace> {
  const folder = await temporaryFolder('switchyard-chats-')
  const dataFolder = join(folder, 'data')
  let service = await startServiceProcess({ dataFolder })
  const { port } = new URL(service.address)
  const token = /sy_\w+/.exec(service.told())?.[0] ?? ''

  async function openOne(number: number): Promise<PlacedChat> {
    const response = await fetch(`${service.address}/v1/chat/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ customerId: `talker-${number}`, language: 'en' }),
    })
    const answer = (await response.json()) as { id: string; token: string }
    if (response.status === 503) return openOne(number)
    if (response.status !== 201) throw new Error(`No chat was opened: ${response.status} ${JSON.stringify(answer)}`)
    const url = `${service.address.replace(/^http/, 'ws')}/v1/chat/sessions/${answer.id}/stream`
    return { id: answer.id, url, customer: answer.token, desk: token }
  }

  return {
    service: () => service,
    openChats: async (count) => {
      const chats: PlacedChat[] = []
      const numbers = Array.from({ length: count }, (_, number) => number).values()
      const open = async () => {
        for (const number of numbers) chats[number] = await openOne(number)
      }
      await Promise.all(Array.from({ length: openedAtOnce }, open))
      return chats
    },
    kill: async (victim) => {
      if (victim === 'both') process.kill(postmasterPid(dataFolder), 'SIGKILL')
      await service.end('SIGKILL')
      service = await startServiceProcess({ dataFolder, args: ['--port', port] })
    },
    ownerUrl: async () => (await findRunningPostgres(dataFolder))?.ownerUrl ?? '',
    untilCalm: () => untilCalm([service.pid, postmasterPid(dataFolder)]),
    close: async () => {
      await service.end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
