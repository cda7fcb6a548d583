import { afterAll, describe, expect, it, vi } from 'vitest'
import { soon } from '../platform/testing/soon.ts'
import { openTestDesk } from './testing/test-desk.ts'
import { openSocket } from './testing/test-socket.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

describe('resuming', () => {
  it('loses and doubles nothing while events are committed', async () => {
    const context = await desk.newContext()
    const { headers } = await desk.newToken(context)
    const heard: number[] = []
    let after = desk.feed.mark()
    const before = after
    let isWriting = true
    const writing = Promise.all(
      [1, 2, 3].map(async (size) => {
        for (let turn = 0; turn < 40; turn++) await desk.append(context, size)
      }),
    ).finally(() => (isWriting = false))
    for (let visit = 0; isWriting || visit < 3; visit++) {
      const client = await openSocket(desk.address(`?after=${after}`), { headers })
      await client.until(() => client.seqs().length >= 5 || (!isWriting && client.frames.length > 0))
      client.socket.terminate()
      await client.closed
      heard.push(...client.seqs())
      after = heard.at(-1) ?? after
    }
    await writing
    const all = (await desk.seqsOf(context)).filter((seq) => seq > before)
    const last = await openSocket(desk.address(`?after=${after}`), { headers })
    await last.until(() => heard.length + last.seqs().length >= all.length)
    expect([...heard, ...last.seqs()]).toEqual(all)
    last.socket.close()
  })

  it('asks for a reload when more than 5,000 events were missed, and goes on from there', async () => {
    const context = await desk.newContext()
    const before = desk.feed.mark()
    for (let batch = 0; batch < 6; batch++) await desk.append(context, 835)
    await vi.waitFor(async () => expect(desk.feed.mark()).toBe((await desk.seqsOf(context)).at(-1)), soon)
    const client = await desk.follow(context, `?after=${before}`)
    const resync = await client.first('resync')
    expect(resync.seq).toBeGreaterThanOrEqual(before + 5_010)
    await desk.append(context)
    await client.first('event')
    expect(client.seqs().every((seq) => seq > resync.seq)).toBe(true)
    client.socket.close()
  })

  it('asks for a reload by who has seen what this log does not have', async () => {
    const client = await desk.follow(await desk.newContext(), `?after=${desk.feed.mark() + 1_000_000}`)
    expect((await client.first('resync')).seq).toBe(desk.feed.mark())
    client.socket.close()
  })
})

describe('what a socket is given', () => {
  it('is what its owner may see', async () => {
    const context = await desk.newContext()
    const limited = await desk.follow(context, '', { role: null, permissions: ['event:read'], queues: ['payments'] })
    const blind = await desk.follow(context, '', { role: null, permissions: ['ticket:read'] })
    const all = await desk.follow(context)
    await Promise.all([limited, blind, all].map((client) => client.first('hello')))
    await desk.append(context)
    await desk.append(context)
    await all.until(() => all.seqs().length >= 2)
    await Promise.all([limited, blind].map((client) => client.first('beat')))
    expect([limited.seqs(), blind.seqs()]).toEqual([[], []])
    for (const client of [limited, blind, all]) client.socket.close()
  })
})
