import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runChild } from '../machine/child.ts'
import { openFolder } from '../machine/leave-nothing.ts'
import { customerPlace, type PlainStatement, ticketId } from './plain-statements.ts'
import type { PlainWriter, PlainWriterOptions } from './plain-writer.ts'

/** Where pgbench is: on PATH, else in a Debian package's folder; null when it is nowhere. */
export function findPgbench(): string | null {
  const debian = '/usr/lib/postgresql'
  const packaged = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...packaged.toReversed()]
  return folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file)) ?? null
}

/** pgbench with prepared statements: BEGIN, one insert a table, COMMIT. */
export async function createPgbench(program: string, options: PlainWriterOptions): Promise<PlainWriter> {
  const folder = await openFolder()
  const script = join(folder.path, 'create.sql')
  await writeFile(script, scriptOf(options.statements, options.customers))
  const variables = options.statements.flatMap(({ values }) => Object.entries(values))
  const version = /\d[\d.]*/.exec(await runChild(program, ['--version']))?.[0] ?? ''
  return {
    name: `pgbench ${version}`,
    run: async (clients, seconds) => {
      const defined = variables.flatMap(([name, value]) => ['-D', `${name}=${value}`])
      const counts = ['-c', String(clients), '-j', String(Math.min(2, clients)), '-T', String(seconds)]
      const out = await runChild(program, [
        '-n',
        '-M',
        'prepared',
        ...counts,
        '-f',
        script,
        ...defined,
        options.ownerUrl,
      ])
      const failed = /number of failed transactions: (\d+)/.exec(out)?.[1]
      const rate = /tps = ([\d.]+)/.exec(out)?.[1]
      if (rate === undefined || (failed !== undefined && failed !== '0')) throw new Error(`pgbench failed: ${out}`)
      return Math.round(Number(rate))
    },
    close: () => folder.remove(),
  }
}

function scriptOf(statements: readonly PlainStatement[], customers: number): string {
  const lines = statements.map(({ text }) => (text.endsWith(`as ${ticketId}`) ? `${text} \\gset` : `${text};`))
  return [`\\set ${customerPlace} random(1, ${customers})`, 'begin;', ...lines, 'commit;', ''].join('\n')
}
