import { once } from 'node:events'

import { afterEach, describe, expect, it } from 'vitest'

import { openGuardedSocket } from './guarded-socket.ts'
import { parseIpAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import { startRawReceiver } from './testing/receivers.ts'
import type { Receiver } from './testing/receivers.ts'

const receivers: Receiver[] = []

afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
})

async function listenOn(address: string, port?: number): Promise<Receiver> {
  const receiver = await startRawReceiver(() => undefined, address, port)
  receivers.push(receiver)
  return receiver
}

const addressesOf = (...texts: string[]): IpAddress[] => texts.map(parseIpAddress).filter((address) => address !== null)

describe('openGuardedSocket', () => {
  it.each([false, true])('writes nothing to a peer that was not vetted (TLS: %s)', async (isSecure) => {
    const canary = await listenOn('127.0.0.2')
    const target = { host: '127.0.0.2', port: canary.port, isSecure, addresses: addressesOf('127.0.0.1') }
    await expect(openGuardedSocket(target, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({
      errorClass: 'blocked',
    })
    expect(canary.bytesReceived()).toBe(0)
  })

  it('reaches a name at its vetted address only, whatever DNS would say', async () => {
    const receiver = await listenOn('127.0.50.1')
    const canary = await listenOn('127.0.0.1', receiver.port)
    const target = { host: 'localhost', port: receiver.port, isSecure: false, addresses: addressesOf('127.0.50.1') }
    const socket = await openGuardedSocket(target, { connectTimeoutMs: 1_000 })
    expect(socket.remoteAddress).toBe('127.0.50.1')
    socket.destroy()
    expect(canary.connections()).toBe(0)
  })

  it('accepts the mapped form of a vetted address', async () => {
    const receiver = await listenOn('127.0.50.1')
    const target = {
      host: '::ffff:127.0.50.1',
      port: receiver.port,
      isSecure: false,
      addresses: addressesOf('127.0.50.1'),
    }
    const socket = await openGuardedSocket(target, { connectTimeoutMs: 1_000 })
    socket.destroy()
    await once(socket, 'close')
    expect(receiver.connections()).toBe(1)
  })

  it('tries the next vetted address when one refuses, and says refused when all do', async () => {
    const receiver = await listenOn('127.0.50.3')
    const target = {
      host: 'a.example',
      port: receiver.port,
      isSecure: false,
      addresses: addressesOf('127.0.50.1', '127.0.50.3'),
    }
    const socket = await openGuardedSocket(target, { connectTimeoutMs: 1_000 })
    expect(socket.remoteAddress).toBe('127.0.50.3')
    socket.destroy()
    const dead = { ...target, addresses: addressesOf('127.0.50.1', '127.0.50.2') }
    await expect(openGuardedSocket(dead, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ errorClass: 'refused' })
  })
})
