package jackdaw.cli;

import jackdaw.cli.Watched.Moment;
import jackdaw.cli.Watched.Watcher;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.runs.FileErrors;
import jackdaw.runs.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
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

  private final @Nullable OutputFile output;
  private final @Nullable WholeFile whole;
  private final @Nullable GifFile gif;
  private final @Nullable Path folder;
  private final double framesPerSecond;
  private final Function<Environment, Picture> painter;
  private @Nullable BufferedImage last;
  private @Nullable IOException failure;
  private int frames;
  private boolean finished;

  /**
   * A film that has no frame yet.
   *
   * @param output where to write the GIF; null for none
   * @param folder where to write PNGs; null for none
   * @param framesPerSecond of the GIF, which shows at most {@value #MAX_GIF_SPEED}; 0 for what
   *     suits the picture
   * @param painter gives the picture of an environment at each moment
   */
  Film(
      @Nullable OutputFile output,
      @Nullable Path folder,
      double framesPerSecond,
      Function<Environment, Picture> painter) {
    this.painter = painter;
    this.output = output;
    this.folder = folder;
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      whole = output == null ? null : WholeFile.named(output.path());
      gif = whole == null ? null : new GifFile(whole.draft());
    } catch (IOException e) {
      throw failed(e);
    }
    this.framesPerSecond = framesPerSecond;
  }

  @Override
  public void see(Moment moment) {
    if (gif == null && folder == null) {
      return;
    }
    frames++;
    record(() -> write(painter.apply(moment.environment())));
  }

  private void write(Picture picture) throws IOException {
    if (folder != null) {
      Path file = folder.resolve(String.format(Locale.ROOT, "frame-%05d.png", frames));
      Curve.write(HalfBlocks.paint(picture, 1), file);
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
   * Ends the film and puts it in its place.
   *
   * @throws InputException if a file could not be written, now or before
   */
  void finish() {
    try {
      if (failure != null) {
        throw failure;
      }
      if (gif != null && whole != null) {
        finished = true;
        gif.close();
        whole.commit();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private InputException failed(IOException e) {
    Path file = output == null ? folder : output.path();
    return new InputException(file == null ? e : FileErrors.writing(file, e));
  }

  /** Drops a film that was not finished; a file that was there before stays as it was. */
  @Override
  public void close() {
    try (WholeFile _ = whole) {
      if (gif != null && !finished) {
        gif.close();
      }
    } catch (IOException e) {
      // It is not wanted any more.
    }
  }
}
