/**
 * How well a text answers what was typed: 0 is no answer, higher is better. Letters must appear in order; starts of
 * words and unbroken stretches count more, so `sw` finds "Switch", and `gw` finds "Go to Workflow".
 */
export function matchScore(text: string, typed: string): number {
  const letters = typed.toLowerCase().replace(/\s+/g, '')
  if (letters === '') return 1
  const target = text.toLowerCase()
  let score = 0
  let at = -1
  for (const letter of letters) {
    const next = target.indexOf(letter, at + 1)
    if (next === -1) return 0
    const isWordStart = next === 0 || /[\s:·›-]/.test(target[next - 1] ?? '')
    score += next === at + 1 ? 3 : isWordStart ? 2 : 0.5
    at = next
  }
  return score / letters.length + 1 / (1 + target.length)
}
