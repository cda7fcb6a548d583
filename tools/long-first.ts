import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes long although it is no large file, the longest first; a folder stands for every file in it. */
export const long: readonly string[] = [
  'test/chaos/schedules',
  'test/chaos/webhooks',
  'test/api/identity-matrix',
  'server/commands/demo.',
  'test/docs/documents',
  'test/chaos/',
  'test/api/',
  'test/property/',
  'test/e2e/',
  'server/start/start.',
  'cli/commands',
  'server/commands/',
  'server/jobs/',
]

/** Starts the longest files first: one of them begun last would keep a run waiting while nothing else is left. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return sortLongFirst(await super.sort(files), (file) => file.moduleId)
  }
}

/** Those that are known to take long by rank, the others behind them in the order they came. */
export function sortLongFirst<File>(files: readonly File[], pathOf: (file: File) => string): File[] {
  const rank = (file: File) => {
    const place = long.findIndex((part) => pathOf(file).includes(`/${part}`))
    return place === -1 ? long.length : place
  }
  return files.toSorted((one, other) => rank(one) - rank(other))
}
