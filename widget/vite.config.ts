import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** The chat's page, the shop page that shows it, and the loader, which other people's pages name and so never changes its name. */
export default defineConfig(({ command }) => {
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root,
    base: '/widget/',
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
