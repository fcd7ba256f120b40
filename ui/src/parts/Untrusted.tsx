import styles from './parts.module.css';
import { piecesOf } from './visible.ts';

/** Text from a service under test. It cannot reorder its surroundings, and what would be invisible in it is spelt out. */
export function Untrusted({ text, layout = false }: { readonly text: string; readonly layout?: boolean }) {
  return <bdi className={styles.untrusted}>{piecesOf(text, layout).map(pieceView)}</bdi>;
}

function pieceView(piece: ReturnType<typeof piecesOf>[number], i: number) {
  if (piece.kind === 'text') return piece.text;
  return (
    <span key={i} className={styles.mark} title={piece.name}>
      {piece.text}
    </span>
  );
}
