import type { Command } from './command.ts'

/** How the list of commands shows one, and where it is; a command is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<{ readonly command: Command }>
}

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  { name: 'start', summary: 'Start the service (npm start)', load: () => import('./start.ts') },
  { name: 'sign-in', summary: 'Make a one-time link to the console', load: () => import('./sign-in.ts') },
  { name: 'token create', summary: 'Make a service token', load: () => import('./token-create.ts') },
  { name: 'tour', summary: 'Play every request of the documentation', load: () => import('./tour.ts') },
  { name: 'demo', summary: 'Simulated customers and agents until Ctrl-C', load: () => import('./demo.ts') },
  { name: 'listen', summary: 'Receive, verify and print callbacks', load: () => import('./listen.ts') },
  { name: 'workspace create', summary: 'Make a workspace', load: () => import('./workspace-create.ts') },
  { name: 'workflow export', summary: 'Write the workflow in force', load: () => import('./workflow-export.ts') },
  { name: 'workflow check', summary: 'Check and test a workflow file', load: () => import('./workflow-check.ts') },
  { name: 'workflow apply', summary: 'Put a workflow file in force', load: () => import('./workflow-apply.ts') },
  { name: 'market export', summary: 'Write a market in force', load: () => import('./market-export.ts') },
  { name: 'market check', summary: 'Check and test a market file', load: () => import('./market-check.ts') },
  { name: 'market plan', summary: 'Say what a market file would change', load: () => import('./market-plan.ts') },
  { name: 'market apply', summary: 'Bring markets to what files say', load: () => import('./market-apply.ts') },
  {
    name: 'market publish',
    summary: 'Put a market file in force over the version planned against',
    load: () => import('./market-publish.ts'),
  },
  {
    name: 'market versions',
    summary: 'List what was published of a market',
    load: () => import('./market-versions.ts'),
  },
  {
    name: 'market rollback',
    summary: 'Put an earlier version of a market in force',
    load: () => import('./market-rollback.ts'),
  },
  { name: 'market draft', summary: 'Read, keep or drop a market draft', load: () => import('./market-draft.ts') },
  { name: 'tickets create', summary: 'Record a request for help', load: () => import('./tickets-create.ts') },
  { name: 'tickets search', summary: 'Find tickets', load: () => import('./tickets-search.ts') },
  { name: 'search rebuild', summary: 'Build what search reads anew', load: () => import('./search-rebuild.ts') },
  { name: 'seed', summary: 'Fill a workspace with realistic history', load: () => import('./seed.ts') },
  { name: 'migrate', summary: 'Bring the database up to date', load: () => import('./migrate.ts') },
  {
    name: 'audit verify',
    summary: 'Check that nobody changed the audit trail',
    load: () => import('./audit-verify.ts'),
  },
  {
    name: 'erasures export',
    summary: 'Write the receipts of erasures',
    load: () => import('./erasures-export.ts'),
  },
  {
    name: 'erasures apply',
    summary: 'Erase again after a backup was restored',
    load: () => import('./erasures-apply.ts'),
  },
  { name: 'doctor', summary: 'Check the installation', load: () => import('./doctor.ts') },
  { name: 'reset', summary: 'Delete the local data', load: () => import('./reset.ts') },
]
