/** What a Teams app must be set up with for this adapter: manifests/teams is made from it. */
export const teamsApp = {
  path: "/adapters/teams/messages",
  commands: [
    { verb: "connect", says: "Tell this channel when a visitor asks for a human" },
    { verb: "disconnect", says: "Stop telling this channel" },
    { verb: "status", says: "Which chatbots this channel hears about" },
    { verb: "help", says: "What I can do here" },
  ],
} as const;
