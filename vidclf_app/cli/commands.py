"""The commands and their options; each command's work is in a module of its own.

Modules that take long to import are imported by the command that needs them, so that
`vidclf --help` answers at once.
"""

import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from vidclf_app import __version__
from vidclf_app.cli.console import draws_offscreen, has_screen, out
from vidclf_app.errors import SettingsError

app = typer.Typer(
    name="vidclf",
    help="Recognise what a person is doing: live, and in recordings.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SourceOption = Annotated[
    str | None,
    typer.Option("--source", "-s", help="Camera number or name, file, or RTSP/HTTP address."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", "-m", help="Bundled model's name, or a bundle's folder or zip file."),
]
ProviderOption = Annotated[
    str, typer.Option("--provider", help="Where the model runs: auto, gpu or cpu.")
]
RunForOption = Annotated[
    float | None, typer.Option("--for", min=0.1, help="Stop by itself after this many seconds.")
]


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"vidclf {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def vidclf(
    context: typer.Context,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Open the window on the last source, or on the demo the first time."""
    del version
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR, format="%(levelname)s: %(message)s"
    )
    if context.invoked_subcommand is None:
        _window(source=None, model=None)


@app.command()
def live(
    source: SourceOption = None,
    model: ModelOption = None,
    provider: ProviderOption = "auto",
    headless: Annotated[
        bool, typer.Option("--headless", help="No window: print what is recognised.")
    ] = False,
    run_for: RunForOption = None,
    result_folder: Annotated[
        Path | None, typer.Option("--out", help="Headless: also write results to this folder.")
    ] = None,
    formats: Annotated[
        str | None, typer.Option("--format", help="Headless: result formats, from json,csv.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Window: at the end write its figures to this JSON file.")
    ] = None,
    screenshot: Annotated[
        Path | None, typer.Option(help="Window: at the end write its picture to this PNG file.")
    ] = None,
) -> None:
    """Recognise live from a camera, a stream, or a file played at its own speed."""
    if headless:
        from vidclf_app.cli.live import run_headless

        run_headless(
            source=source,
            model=model,
            provider=_provider(provider),
            run_for_s=run_for,
            result_folder=result_folder,
            formats=formats or "csv",
        )
        return
    if result_folder is not None or formats is not None:
        raise SettingsError(
            "--out and --format write results only together with --headless.",
            "Add --headless, or leave them out.",
        )
    _window(
        source=source,
        model=model,
        provider=provider,
        run_for=run_for,
        report=report,
        screenshot=screenshot,
    )


@app.command()
def demo(
    model: ModelOption = None,
    run_for: RunForOption = None,
    report: Annotated[
        Path | None, typer.Option(help="Window: at the end write its figures to this JSON file.")
    ] = None,
    result_folder: Annotated[
        Path, typer.Option("--out", help="Without a screen: folder for the results.")
    ] = Path("vidclf-demo"),
) -> None:
    """Show what vidclf does, on the clip and the model that come with it."""
    if has_screen() or (draws_offscreen() and run_for is not None):
        _window(source="", model=model, run_for=run_for, report=report)
        return
    from vidclf_app.cli.demo import run_without_screen

    run_without_screen(model=model, result_folder=result_folder)


@app.command()
def analyze(
    paths: Annotated[list[Path], typer.Argument(help="Videos, and folders of videos.")],
    model: ModelOption = None,
    result_folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for results.")] = Path(
        "vidclf-results"
    ),
    formats: Annotated[
        str, typer.Option("--format", "-f", help="Formats, from json,csv,mp4 (annotated video).")
    ] = "json",
    provider: ProviderOption = "auto",
    threshold: Annotated[
        float | None,
        typer.Option(min=0.01, max=1.0, help="Recognise a label from this probability on."),
    ] = None,
    smoothing: Annotated[
        float | None, typer.Option(min=0.0, max=60.0, help="Rolling average, seconds.")
    ] = None,
    skeleton: Annotated[
        bool,
        typer.Option(
            "--skeleton/--no-skeleton",
            help="mp4: draw the person that the model follows, where it follows one.",
        ),
    ] = True,
) -> None:
    """Analyse recordings and write one result for each."""
    from vidclf_app.cli.analyze import run_analysis
    from vidclf_app.core.records import Tuning

    failed = run_analysis(
        paths,
        model=model,
        provider=_provider(provider),
        result_folder=result_folder,
        formats=formats,
        tuning=Tuning(threshold=threshold, smoothing_s=smoothing),
        skeleton=skeleton,
    )
    if failed:
        raise typer.Exit(failed)


@app.command()
def bench(
    json_only: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON alone.")
    ] = False,
    model: ModelOption = None,
    video: Annotated[
        Path | None, typer.Option(help="Video for the file figures; the demo clip by default.")
    ] = None,
    live_s: Annotated[
        float, typer.Option("--live-seconds", min=5.0, help="Length of the live run.")
    ] = 20.0,
    reference_python: Annotated[
        Path | None,
        typer.Option(help="Python of an environment with mediapipe, to measure its pose beside."),
    ] = None,
) -> None:
    """Measure this machine: the networks, files end to end, a live window, the start.

    Without --model, all bundled models stand side by side.
    """
    from vidclf_app.cli.bench import run_bench

    run_bench(
        json_only=json_only,
        model=model,
        video=video,
        live_s=live_s,
        reference_python=reference_python,
    )


@app.command()
def doctor() -> None:
    """Tell what works here: versions, providers, cameras, codecs, models."""
    from vidclf_app.cli.doctor import run_doctor

    problems = run_doctor()
    if problems:
        raise typer.Exit(problems)


def _provider(text: str) -> Any:
    if text not in {"auto", "gpu", "cpu"}:
        raise SettingsError(f"{text!r}: not a provider.", "Choose from: auto, gpu, cpu.")
    return text


def _window(
    *,
    source: str | None,
    model: str | None,
    provider: str = "auto",
    run_for: float | None = None,
    report: Path | None = None,
    screenshot: Path | None = None,
) -> None:
    from vidclf_app.models.library import find_any_model

    model_path = None if model is None else find_any_model(model)
    provider = _provider(provider)
    # Offscreen a window has no end of its own.
    if not has_screen() and not (draws_offscreen() and run_for is not None):
        raise SettingsError(
            "There is no screen for a window.",
            "Use `vidclf live --headless`, `vidclf analyze` or `vidclf demo`.",
        )
    from vidclf_app.ui.app import WindowOptions, run_window

    code = run_window(
        WindowOptions(
            source=source,
            model=model_path,
            run_s=run_for,
            report=report,
            screenshot=screenshot,
        )
    )
    if code:
        raise typer.Exit(code)
