import { readSettings } from './platform/config.ts'
import { startService } from './start/start-service.ts'

const [command = 'start', ...rest] = process.argv.slice(2)
if (command === 'start') {
  const service = await startService(readSettings(rest), (line) => process.stderr.write(`${line}\n`))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void service.stop(signal))
}
