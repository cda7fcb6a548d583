import { buildConsole } from '../../../server/start/build-console.ts'

/**
 * Builds what is looked at before anybody looks: a service builds what is older than its sources while it runs, and
 * replaces the screens under a page that was quick to open them.
 */
export async function setup(): Promise<void> {
  await buildConsole((line) => process.stdout.write(`${line}\n`)).ended
}
