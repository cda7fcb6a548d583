import { join } from 'node:path'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:8080'

export default defineConfig(({ command }) => {
  // Whoever starts the build may run under another NODE_ENV (tests do), which would bring React's development half.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: import.meta.dirname,
    base: '/',
    plugins: [react(), tailwind()],
    // The console runs under a strict policy: nothing may be inlined as data: or as a script in the page.
    build: {
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      emptyOutDir: true,
      target: 'es2023',
      // The console, and the frame of the public page, which the server fills.
      rolldownOptions: {
        input: {
          index: join(import.meta.dirname, 'index.html'),
          platform: join(import.meta.dirname, 'platform.html'),
        },
      },
    },
    server: { proxy: { '/v1/realtime': { target: server, ws: true }, '/v1': server } },
  }
})
