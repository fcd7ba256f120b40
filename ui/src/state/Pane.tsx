import { Component, type ReactNode } from 'react';
import styles from './States.module.css';
import { Statement } from './States.tsx';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

const wholePage = 'This page';

/** Keeps a crash inside the pane where it happened. React has no other form for this than a class. */
export class Pane extends Component<Props, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Crashed name={this.props.name} reason={error.message} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}

export function Crashed({
  name = wholePage,
  reason,
  onRetry,
}: {
  readonly name?: string;
  readonly reason: string;
  readonly onRetry: () => void;
}) {
  return (
    <Statement title={`${name} crashed`} alert page={name === wholePage}>
      <p>This is a bug in the dashboard; the run and its data are not affected.</p>
      <p>
        <code>{reason}</code>
      </p>
      <p>
        <button type="button" className={styles.retry} onClick={onRetry}>
          Try again
        </button>
      </p>
    </Statement>
  );
}
