/** A text as it is searched in: without case and marks, so that "jose" finds "José". */
export function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
