import { once } from 'node:events'
import { connect, isIP } from 'node:net'
import type { LookupFunction, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

import { parseIpAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import { OutboundError } from './outbound-error.ts'
import type { OutboundErrorClass } from './outbound-error.ts'

/** A host whose addresses have been vetted: nothing else is ever connected to under its name. */
export interface VettedTarget {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  readonly addresses: readonly IpAddress[]
}

export interface SocketOptions {
  readonly connectTimeoutMs: number
  /** PEM texts that replace the built-in certificate authorities. */
  readonly certificateAuthorities?: readonly string[]
}

/** More than these are not tried: the connect time is shared among them. */
const maxAddressesTried = 4

/**
 * Connects to one of the vetted addresses and, for https, proves the host's name by its certificate. Not a byte, the
 * TLS greeting included, is written before the peer's address has been compared to the vetted set.
 * Throws OutboundError `timeout`, `refused`, `reset`, `tls` or `blocked`.
 */
export async function openGuardedSocket(target: VettedTarget, options: SocketOptions): Promise<Socket> {
  const signal = AbortSignal.timeout(options.connectTimeoutMs)
  const socket = openTcp(target, options)
  try {
    await once(socket, 'connect', { signal })
    refuseUnvettedPeer(socket, target)
  } catch (error) {
    socket.destroy()
    throw asOutboundError(error, signal, classOfTcpError(error))
  }
  if (!target.isSecure) return socket
  const secured = startTls(socket, target, options)
  try {
    await once(secured, 'secureConnect', { signal })
    return secured
  } catch (error) {
    secured.destroy()
    socket.destroy()
    throw asOutboundError(error, signal, 'tls')
  }
}

function openTcp(target: VettedTarget, options: SocketOptions): Socket {
  const tried = target.addresses.slice(0, maxAddressesTried)
  const socket = connect({
    host: target.host,
    port: target.port,
    noDelay: true,
    lookup: answerWith(tried),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(options.connectTimeoutMs / tried.length)),
  })
  return swallowLateErrors(socket)
}

function startTls(socket: Socket, target: VettedTarget, options: SocketOptions): Socket {
  const secured = connectTls({
    socket,
    host: target.host,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    ...(options.certificateAuthorities === undefined ? {} : { ca: [...options.certificateAuthorities] }),
  })
  return swallowLateErrors(secured)
}

/** Between the handshake and the HTTP client taking over nobody else listens, and an unheard error ends the process. */
function swallowLateErrors(socket: Socket): Socket {
  return socket.on('error', () => undefined)
}

function answerWith(addresses: readonly IpAddress[]): LookupFunction {
  const answers = addresses.map((address) => ({ address: address.text, family: address.family }))
  return (_host, options, callback) => {
    const [first] = answers
    if (options.all === true || first === undefined) callback(null, answers)
    else callback(null, first.address, first.family)
  }
}

function refuseUnvettedPeer(socket: Socket, target: VettedTarget): void {
  const peer = parseIpAddress(socket.remoteAddress ?? '')
  if (peer === null) throw new OutboundError('reset', 'The peer left before it was known.')
  const isVetted = target.addresses.some((address) => address.family === peer.family && address.value === peer.value)
  if (!isVetted) throw new OutboundError('blocked', 'The socket reached an address that was not vetted.')
}

function asOutboundError(error: unknown, signal: AbortSignal, errorClass: OutboundErrorClass): OutboundError {
  if (error instanceof OutboundError) return error
  return new OutboundError(signal.aborted ? 'timeout' : errorClass, 'No connection.', { cause: error })
}

function classOfTcpError(error: unknown): OutboundErrorClass {
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error]
  const codes = causes.map((cause) => (cause instanceof Error && 'code' in cause ? cause.code : undefined))
  if (codes.includes('ETIMEDOUT')) return 'timeout'
  return codes.includes('ECONNRESET') ? 'reset' : 'refused'
}
