/** Where the script with the parts that come later is; see vite.config.ts. */
declare module 'virtual:later-url' {
  const url: string
  export default url
}
