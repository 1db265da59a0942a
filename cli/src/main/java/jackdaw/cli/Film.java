package jackdaw.cli;

import jackdaw.cli.Watched.Moment;
import jackdaw.cli.Watched.Watcher;
import jackdaw.environment.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Records the pictures of episodes: as one GIF, as one PNG each, or both. */
final class Film implements Watcher {
  /** A GIF is not larger than this, in pixels: a film is looked at more often than studied. */
  private static final double MAX_GIF_SIZE = 360;

  /**
   * Frames a second: viewers show frames of less than two hundredths of a second slower than asked.
   */
  static final int MAX_GIF_SPEED = 50;

  private static final double PAUSE_SECONDS = 1;

  private final @Nullable GifFile gif;
  private final @Nullable Path folder;
  private final double framesPerSecond;
  private @Nullable BufferedImage last;
  private @Nullable IOException failure;
  private int frames;

  /**
   * A film that has no frame yet.
   *
   * @param gif where to write the GIF; null for none
   * @param folder where to write PNGs; null for none
   * @param framesPerSecond of the GIF, which shows at most {@value #MAX_GIF_SPEED}; 0 for what
   *     suits the picture
   */
  Film(@Nullable Path gif, @Nullable Path folder, double framesPerSecond) {
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      this.gif = gif == null ? null : new GifFile(gif);
    } catch (IOException e) {
      throw new InputException(e);
    }
    this.folder = folder;
    this.framesPerSecond = framesPerSecond;
  }

  @Override
  public void see(Moment moment) {
    if (gif == null && folder == null) {
      return;
    }
    frames++;
    record(() -> write(moment.environment().picture().orElseThrow()));
  }

  private void write(Picture picture) throws IOException {
    if (folder != null) {
      Path file = folder.resolve(String.format(Locale.ROOT, "frame-%05d.png", frames));
      ImageIO.write(HalfBlocks.paint(picture, 1), "png", file.toFile());
    }
    if (gif != null) {
      double size = Math.max(picture.width(), picture.height());
      last = HalfBlocks.paint(picture, Math.min(1, MAX_GIF_SIZE / size));
      double speed = framesPerSecond > 0 ? framesPerSecond : picture.framesPerSecond();
      gif.add(last, 1 / Math.min(speed, MAX_GIF_SPEED));
    }
  }

  /** What an episode ended in is shown a while longer. */
  @Override
  public void episodeEnded() {
    record(
        () -> {
          if (gif != null && last != null) {
            gif.add(last, PAUSE_SECONDS);
          }
        });
  }

  /** Within an episode, which cannot pass an exception on as what it is. */
  private void record(Writing writing) {
    try {
      if (failure == null) {
        writing.write();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  /** Whether a file could not be written, so that there is no use in going on. */
  boolean failed() {
    return failure != null;
  }

  /**
   * Ends the files.
   *
   * @throws UncheckedIOException if one could not be written, now or before
   */
  @Override
  public void close() {
    try {
      if (gif != null) {
        gif.close();
      }
      if (failure != null) {
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the film: %s: check the path and the disk".formatted(e.getMessage()), e);
    }
  }
}
