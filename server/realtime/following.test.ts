import { followEvents, socketsOfToken } from '@switchyard/sdk'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { soon } from '../platform/testing/soon.ts'
import { openTestDesk } from './testing/test-desk.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

describe('following the events with the SDK', () => {
  it('proves itself by a token, resumes where it was cut, and is told of each event once', async () => {
    const context = await desk.newContext()
    const { secret } = await desk.newToken(context)
    const open = socketsOfToken({ baseUrl: `http://127.0.0.1:${desk.port()}`, token: secret })
    const opened: WebSocket[] = []
    const [seqs, statuses]: [number[], string[]] = [[], []]
    let resyncs = 0
    const following = followEvents(
      async (after) => {
        const socket = await open(after)
        if (socket !== null) opened.push(socket)
        return socket
      },
      {
        onEvent: ({ seq }) => seqs.push(seq),
        onResync: () => resyncs++,
        onStatus: (status) => statuses.push(status),
      },
    )
    await vi.waitFor(() => expect(statuses).toEqual(['live']), soon)
    const before = (await desk.seqsOf(context)).length
    const heard = async () => (await desk.seqsOf(context)).slice(before)
    await desk.append(context, 3)
    await vi.waitFor(async () => expect(seqs).toEqual(await heard()), soon)
    opened[0]?.close()
    await desk.append(context, 3)
    await vi.waitFor(async () => expect(seqs).toEqual(await heard()), soon)
    expect({ resyncs, statuses, sockets: opened.length }).toEqual({
      resyncs: 1,
      statuses: ['live', 'connecting', 'live'],
      sockets: 2,
    })
    following.close()
    await vi.waitFor(() => expect(opened[1]?.readyState).toBe(WebSocket.CLOSED), soon)
  })

  it('goes on trying while nobody answers', async () => {
    const statuses: string[] = []
    const nobody = socketsOfToken({ baseUrl: 'http://127.0.0.1:1', token: 'sy_x' })
    const following = followEvents(nobody, {
      onEvent: () => undefined,
      onResync: () => undefined,
      onStatus: (status) => statuses.push(status),
    })
    await vi.waitFor(() => expect(statuses.slice(0, 2)).toEqual(['connecting', 'offline']), soon)
    following.close()
  })
})
