import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** The customers' page of their requests; built apart from the chat, which is not to grow by it. */
export default defineConfig(({ command }) => {
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root,
    base: '/portal/',
    oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
    build: {
      // The page runs under a strict policy: nothing may be inlined as data: or as a script in the page.
      assetsInlineLimit: 0,
      modulePreload: false,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: { portal: join(root, 'index.html') } },
    },
  }
})
