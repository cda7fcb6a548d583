import { listReceipts } from '../modules/customer-records/index.ts'
import { decodeId } from '../platform/ids.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { withCore } from './with-core.ts'

const pageSize = 500

export const command: Command = {
  usage: '[--workspace SLUG]',
  help: `
Writes the receipt of every erasure to standard output, one JSON object a line, the latest first. Keep them apart from
backups: after restoring one, "switchyard erasures apply" erases again what was erased since.

  switchyard erasures export > receipts.jsonl
`,
  options: { workspace: 'value' },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      let count = 0
      for (let before: { at: string; id: string } | null = null; ;) {
        const page = await listReceipts(context, { before, limit: pageSize })
        for (const { receipt } of page) terminal.out(JSON.stringify(receipt))
        count += page.length
        const last = page.at(-1)?.receipt
        if (page.length < pageSize || last === undefined) break
        before = { at: last.erasedAt, id: decodeId('customer', last.customerId) ?? '' }
      }
      terminal.tell(`${count} receipts of ${context.workspace.slug}.`)
      return 0
    }),
}
