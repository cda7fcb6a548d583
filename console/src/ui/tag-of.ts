/** `Refund ` becomes `refund`: tags are lower-case words joined by hyphens. */
export function tagOf(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, '-')
}
