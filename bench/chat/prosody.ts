import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { freePort } from '../machine/free-port.ts'
import { endChild, endWithBench, openFolder } from '../machine/leave-nothing.ts'
import { xmppDomain } from './xmpp-sockets.ts'

/** A Prosody that runs beside. */
export interface Prosody {
  readonly address: string
  readonly pid: number
  close(): Promise<void>
}

const startLimitMs = 30_000

/** Messages from socket to socket and nothing else: no accounts, no encryption, and nothing is kept. */
const settings = (folder: string, port: number) => `
run_as_root = true
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
certificates = "${folder}/certificates"
modules_enabled = { "websocket", "saslauth", "message", "presence" }
modules_disabled = { "s2s", "tls", "offline", "posix" }
c2s_ports = {}
http_interfaces = { "127.0.0.1" }
http_ports = { ${port} }
https_ports = {}
consider_websocket_secure = true
authentication = "anonymous"
storage = "memory"
log = { warn = "*console" }
VirtualHost "${xmppDomain}"
`

/** Starts the Prosody of this machine (Debian: `apt install prosody`) on a free port; null where it has none. */
export async function startProsody(): Promise<Prosody | null> {
  const isHere = (process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, 'prosody')))
  if (!isHere) return null
  const folder = await openFolder()
  const port = await freePort()
  const file = join(folder.path, 'prosody.cfg.lua')
  await mkdir(join(folder.path, 'certificates'))
  await writeFile(file, settings(folder.path, port))
  const child = endWithBench(spawn('prosody', ['--config', file, '-F'], { stdio: 'ignore' }))
  const close = async () => {
    await endChild(child)
    await folder.remove()
  }
  const deadline = performance.now() + startLimitMs
  while (!(await isListening(port))) {
    if (child.exitCode === null && performance.now() < deadline) continue
    await close()
    throw new Error(`Prosody did not listen on port ${port}.`)
  }
  return { address: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, close }
}

/** Whether something listens there, asked no more than ten times a second. */
async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const heard = await new Promise<boolean>((resolve) => {
    socket.on('connect', () => resolve(true))
    socket.on('error', () => setTimeout(() => resolve(false), 100))
  })
  socket.destroy()
  return heard
}
