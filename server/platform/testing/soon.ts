/** How long a test waits for what has to come. It only ends what never will: how soon is for `npm run bench` to say. */
export const soon = { timeout: 60_000, interval: 10 }
