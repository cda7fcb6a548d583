import { buildConsole } from '../start/build-console.ts'
import { makeFirstStart } from '../start/first-start.ts'
import { holdLog } from '../start/hold-log.ts'
import { isLoopback, type Service, startService } from '../start/start-service.ts'
import { welcomeLines } from '../start/welcome.ts'
import type { Settings } from '../platform/config.ts'
import type { Command, Terminal } from './command.ts'

/** A terminal sends its signal to every process of the group, so a twin within this time is the same wish. */
const twinSignalMs = 500

export const command: Command = {
  usage: '[--port 8080] [--host 127.0.0.1] [--data .switchyard] [--roles api,router,worker] [--no-example]',
  help: `
Starts the service with a PostgreSQL of its own, or with the one of --database-url.
The first start creates the example workspace and shows a link and a token once.
Ctrl-C lets work under way end; a second one ends at once.

  --no-example         start without the example workspace
  --no-build-console   leave the console as it is built
`,
  options: { 'build-console': 'switch' },
  run: (given, terminal) => start(given.settings, { terminal, buildsConsole: given.isOn('build-console', true) }),
}

async function start(
  settings: Settings,
  { terminal, buildsConsole }: { terminal: Terminal; buildsConsole: boolean },
): Promise<number> {
  const held = holdLog(settings.logLevel)
  const wish = watchSignals(terminal)
  const service = await startService(settings, terminal.tell, held.log)
  const build = buildsConsole && service.address !== null ? buildConsole(terminal.tell) : null
  try {
    await greet(service, terminal)
    for (const warning of [...service.database.warnings, ...addressWarnings(service.settings)]) terminal.tell(warning)
    held.release()
    const reason = await wish
    terminal.tell(`Stopping (${reason})…`)
    build?.stop()
    await service.stop(reason)
    return 0
  } catch (error) {
    held.release()
    build?.stop()
    await service.stop('failure')
    throw error
  }
}

/** What goes over a network unencrypted can be read and taken over there, a session's cookie too. */
function addressWarnings(settings: Settings): string[] {
  return isLoopback(settings) || settings.publicUrl.startsWith('https:')
    ? []
    : [
        `Listening on ${settings.host} without https: passwords and cookies can be read on the way. Put a proxy with a certificate before it and set PUBLIC_URL to its https address.`,
      ]
}

async function greet(service: Service, terminal: Terminal): Promise<void> {
  const { core, settings } = service
  const first = settings.hasExample && service.address !== null ? await makeFirstStart(core.installation) : null
  if (service.address === null)
    return terminal.tell(`Switchyard is ready; this process runs: ${settings.roles.join(', ')}.`)
  const { publicUrl } = settings
  const startedInMs = performance.now()
  for (const line of welcomeLines({ publicUrl, startedInMs, isLoopback: isLoopback(settings), first }))
    terminal.tell(line)
}

/** Settles with the first signal that asks the service to end; a second one ends the process at once. */
function watchSignals(terminal: Terminal): Promise<string> {
  const first = Promise.withResolvers<string>()
  let askedAt: number | null = null
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      if (askedAt === null) {
        askedAt = now
        first.resolve(signal)
      } else if (now - askedAt > twinSignalMs) {
        terminal.tell('Ending at once.')
        process.exit(1)
      }
    })
  }
  return first.promise
}
