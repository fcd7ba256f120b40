/** Whether this is a step of GitHub Actions, and where its summary goes. */
export interface GithubStep {
  /** A file to append Markdown to; undefined where the runner has none. */
  readonly summary: string | undefined;
}

export function githubStep(): GithubStep | undefined {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_ACTIONS !== 'true') return undefined;
  return { summary: GITHUB_STEP_SUMMARY === '' ? undefined : GITHUB_STEP_SUMMARY };
}
