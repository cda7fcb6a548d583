import { totalmem } from 'node:os'

const share = 1 / 16
const least = 64
const most = 1024

/**
 * Megabytes that the database keeps its pages in: a sixteenth of the memory this machine, or this container, may use.
 * Beyond a gigabyte the pages that the system keeps serve as well. Memory is taken as pages are read, not before.
 */
export function bufferMegabytes(memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Infinity)): number {
  return Math.min(most, Math.max(least, Math.floor((memoryBytes * share) / 2 ** 20)))
}
