import { readFile } from 'node:fs/promises'
import { applyReceipt, type Receipt } from '../modules/customer-records/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'FILE [--workspace SLUG]',
  help: `
Erases again what the receipts in a file say was erased: after a backup from before was restored. Each receipt is checked by
its signature, for which the sealing.key of the data folder must be the one it was signed under. Asked again it finds
nothing to do. The exit code is 1 when a receipt could not be applied.

  switchyard erasures apply receipts.jsonl
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const receipts = await readReceipts(given.words[0] ?? '')
      return applyAll(context, receipts, terminal)
    }),
}

async function applyAll(context: Context, receipts: readonly Receipt[], terminal: Terminal): Promise<number> {
  let erased = 0
  let failed = 0
  for (const receipt of receipts) {
    try {
      erased += (await applyReceipt(context, receipt)).erased
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed += 1
      terminal.tell(`✗ ${receipt.customerId}: ${error.message}`)
    }
  }
  terminal.tell(
    `${receipts.length} receipts of ${context.workspace.slug}: ${erased} customers erased again, ${failed} failed.`,
  )
  return failed === 0 ? 0 : 1
}

async function readReceipts(file: string): Promise<Receipt[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AppError('not_found', `There is no file ${file}.`)
  })
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readReceipt(line, `${file}:${index + 1}`)]))
}

function readReceipt(line: string, place: string): Receipt {
  const refusal = new AppError('invalid', `${place} is no receipt of an erasure.`)
  try {
    const value = JSON.parse(line) as Partial<Receipt> | null
    if (value?.kind !== 'customer-erasure' || typeof value.signature !== 'string' || !Array.isArray(value.customerIds))
      throw refusal
    return value as Receipt
  } catch {
    throw refusal
  }
}
