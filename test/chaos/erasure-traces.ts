import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/**
 * The tables of a dump in which a text stands: every row of every table, whatever the types of its columns, as a dump
 * writes it. Bytes are written in hexadecimal there, so the texts are looked for in that form as well.
 */
export async function tablesWith(query: Query, texts: readonly string[]): Promise<string[]> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', space.nspname, class.relname) as name
     from pg_class as class
     join pg_namespace as space on space.oid = class.relnamespace
     where class.relkind in ('r', 'm') and space.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     order by 1`,
  )
  const patterns = texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`])
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await query<{ has: boolean }>(
      `select exists (select from ${name} as line where line::text ilike any($1)) as has`,
      [patterns],
    )
    if (row?.has === true) found.push(name)
  }
  return found
}

/** The files below a folder whose name or content holds a text. */
export async function filesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (texts.some((text) => path.includes(text) || bytes.includes(text))) found.push(path)
  }
  return found
}

/** What this process writes out while work runs, as a log would keep it. */
export async function hearOutput<T>(work: () => Promise<T>): Promise<{ result: T; lines: string }> {
  const heard: string[] = []
  const { stdout, stderr } = process
  const [outWrite, errorWrite] = [stdout.write, stderr.write]
  const hear = (chunk: unknown) => {
    heard.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString())
    return true
  }
  stdout.write = hear
  stderr.write = hear
  try {
    return { result: await work(), lines: heard.join('') }
  } finally {
    stdout.write = outWrite
    stderr.write = errorWrite
  }
}
