/**
 * Runs as files: settings by name and their profiles, run directories, checkpoints, metrics, and
 * {@link jackdaw.runs.Run}, which ties them to a trainer.
 */
@NullMarked
package jackdaw.runs;

import org.jspecify.annotations.NullMarked;
