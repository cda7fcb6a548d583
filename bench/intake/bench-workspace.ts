import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createToken, createWorkspace, unlimitedGrant } from '../../server/modules/access/index.ts'
import { publishWorkflow } from '../../server/modules/publishing/index.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import { openCore } from '../../server/start/open-core.ts'
import type { EmbeddedAccess } from '../../server/database/embedded/start-embedded-postgres.ts'

const exampleWorkflow = join(import.meta.dirname, '..', '..', 'workflows', 'operations-review.yaml')

/** The workspaces of the comparison: each side writes its own. */
export interface BenchWorkspaces {
  readonly ours: string
  readonly plain: string
  readonly bare: string
  readonly token: string
}

/** Makes the workspaces with the example workflow, and a service token without a quota for ours. */
export async function createBenchWorkspaces(access: EmbeddedAccess): Promise<BenchWorkspaces> {
  const core = await openCore(access, { warn: () => {} })
  try {
    const document = await readFile(exampleWorkflow, 'utf8')
    const make = async (slug: string) => {
      const workspace = await createWorkspace(core.installation, { slug, name: slug, purpose: 'live' })
      const context = core.installation.openContext({ workspace, principal: systemPrincipal, requestId: slug })
      await publishWorkflow(context, { document, expectedVersion: null })
      return context
    }
    const ours = await make('bench')
    const plain = await make('bench-plain')
    const bare = await make('bench-bare')
    const made = await createToken(ours, {
      ...unlimitedGrant,
      name: 'load generator',
      role: null,
      permissions: ['ticket:write'],
    })
    return { ours: ours.workspace.id, plain: plain.workspace.id, bare: bare.workspace.id, token: made.secret }
  } finally {
    await core.close()
  }
}
