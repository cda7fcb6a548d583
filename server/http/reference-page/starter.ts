/** All seven together keep the page from asking anybody but us (stack.md 8). */
const offline = {
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: '',
  showDeveloperTools: 'never',
  hideClientButton: true,
} as const

/**
 * Runs before the library and lets it live under the policy: marks the styles it makes by script with the page's nonce,
 * and turns no text into markup but the arrow by which its editor folds lines. Then shows the reference.
 */
export const starter = `(() => {
  const nonce = document.querySelector('meta[property=csp-nonce]').content
  const { createElement } = Document.prototype
  Document.prototype.createElement = function (...of) {
    const made = createElement.apply(this, of)
    if (made instanceof HTMLStyleElement) made.nonce = nonce
    return made
  }
  const nothingOrArrow = /^(<svg [^<>]*><path [^<>]*\\/><\\/svg>)?$/
  globalThis.trustedTypes?.createPolicy('default', { createHTML: (text) => (nothingOrArrow.test(text) ? text : null) })
  addEventListener('DOMContentLoaded', () => {
    Scalar.createApiReference('#app', ${JSON.stringify({ ...offline, url: '/openapi.json' })})
  })
})()
`
