import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

/**
 * The address of the script with the parts that come later. Imported by a variable: what is imported by name brings a helper
 * for preloading along, which is larger than many of these parts.
 */
const laterUrl: Plugin = {
  name: 'later-url',
  resolveId: (id) => (id === 'virtual:later-url' ? '\0later-url' : null),
  load(name) {
    if (name !== '\0later-url') return null
    const id = join(root, 'src/ui/later.ts')
    const later = this.emitFile({ type: 'chunk', id, name: 'later', preserveSignature: 'strict' })
    return `export default import.meta.ROLLUP_FILE_URL_${later}`
  },
}

/** Leaves out what stands between the tags of the chat's page: nothing of it is shown, and every byte is paid for. */
const tightPage: Plugin = {
  name: 'tight-page',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { path }) =>
      path.endsWith('/frame.html') ? html.replaceAll(/\s*\n\s*/g, '').replaceAll(' />', '>') : html,
  },
}

/** The chat's page, the shop page that shows it, and the loader, which other people's pages name and so never changes its name. */
export default defineConfig(({ command }) => {
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root,
    base: '/widget/',
    plugins: [laterUrl, tightPage],
    // Smaller than the automatic form: every byte here is loaded by every page of a shop.
    oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
    build: {
      // The pages run under strict policies: nothing may be inlined as data: or as a script in the page.
      assetsInlineLimit: 0,
      modulePreload: false,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: {
          frame: join(root, 'frame.html'),
          demo: join(root, 'demo.html'),
          session: join(root, 'session.html'),
          loader: join(root, 'src/loader.ts'),
        },
        output: {
          entryFileNames: ({ name }) => (name === 'loader' ? 'loader.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  }
})
