/** Why work is in an agent's hands whose pause is over. */
export const resumedCode = 'resumed'
