//! Writes series into files: a table in Markdown and a plot in SVG each.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use plotters::prelude::*;

use super::series::{Line, Series};

/// Above this, growth counts as steeper than linear. Times have noise.
const LINEAR: f64 = 1.15;

const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 90, 180),
    RGBColor(200, 80, 0),
    RGBColor(0, 130, 80),
    RGBColor(150, 0, 130),
    RGBColor(120, 100, 0),
    RGBColor(90, 90, 90),
];

/// Writes all series into a folder. Returns the names of the lines that grow steeper than linear.
pub(super) fn write(folder: &Path, machine: &str, all: &[Series]) -> io::Result<Vec<String>> {
    let mut text = format!(
        "# Growth\n\nWritten by `cargo run --release -p frontdesk-bench -- growth`. {machine}\n\n\
         Medians. The number in brackets is the multiple of the cost at the smallest size. In the plots both \
         axes are logarithmic, and the grey line is linear growth. The exponent is that of the steepest part: \
         0 is constant, 1 linear, 2 quadratic.\n"
    );
    let mut steep = Vec::new();
    fs::create_dir_all(folder)?;
    for series in all {
        let _ = write!(
            text,
            "\n## {}\n\n![plot]({}.svg)\n\n",
            heading(&series.grows),
            series.name
        );
        text.push_str(&table(series));
        let lines = series.lines.iter().filter(|line| line.exponent() > LINEAR);
        steep.extend(lines.map(|line| format!("{}: {}", series.grows, line.name)));
        plot(&folder.join(format!("{}.svg", series.name)), series).map_err(io::Error::other)?;
    }
    fs::write(folder.join("growth.md"), text)?;
    Ok(steep)
}

fn heading(grows: &str) -> String {
    let (first, rest) = grows.split_at(grows.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

fn table(series: &Series) -> String {
    let sizes = sizes(series);
    let mut text = format!("| {} |", series.grows);
    sizes.iter().for_each(|size| {
        let _ = write!(text, " {size} |");
    });
    text.push_str(" exponent |\n|---|");
    text.push_str(&"--:|".repeat(sizes.len() + 1));
    text.push('\n');
    for line in &series.lines {
        let _ = write!(text, "| {} |", line.name);
        for size in &sizes {
            let _ = match line.points.iter().find(|point| point.size == *size) {
                Some(point) => write!(
                    text,
                    " {} ({:.2}) |",
                    line.unit.format(point.cost),
                    line.relative(point)
                ),
                None => write!(text, " |"),
            };
        }
        let _ = writeln!(text, " {:.2} |", line.exponent());
    }
    text
}

fn sizes(series: &Series) -> Vec<u64> {
    let points = series.lines.iter().flat_map(|line| &line.points);
    let mut sizes: Vec<_> = points.map(|point| point.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn plot(file: &Path, series: &Series) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let sizes = sizes(series);
    let (Some(least), Some(most)) = (sizes.first(), sizes.last()) else {
        return Ok(());
    };
    let (least, most) = (*least as f64, *most as f64);
    let relative = |line: &Line| line.points.iter().map(|point| line.relative(point)).collect::<Vec<_>>();
    let all: Vec<f64> = series.lines.iter().flat_map(relative).collect();
    let bottom = all.iter().copied().fold(1.0, f64::min) / 1.5;
    let top = all.iter().copied().fold(most / least, f64::max) * 1.5;

    let root = SVGBackend::new(file, (720, 440)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(14)
        .x_label_area_size(42)
        .y_label_area_size(64)
        .build_cartesian_2d((least..most).log_scale(), (bottom..top).log_scale())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_desc(&*series.grows)
        .y_desc("cost, multiple of that at the smallest size")
        .draw()?;
    let grey = RGBColor(170, 170, 170);
    chart
        .draw_series(LineSeries::new([(least, 1.0), (most, most / least)], grey))?
        .label("linear")
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], grey));
    for (line, colour) in series.lines.iter().zip(COLOURS) {
        let points = line
            .points
            .iter()
            .map(|point| (point.size as f64, line.relative(point)));
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
            .label(&*line.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .border_style(grey)
        .draw()?;
    root.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::series::Unit;

    #[test]
    fn table_has_a_column_for_each_size_and_a_cell_for_each_point() {
        let mut all = Line::new("all", Unit::Time);
        [1, 10, 100]
            .into_iter()
            .for_each(|size| all.push(size, 5.0 * size as f64));
        let mut some = Line::new("some", Unit::Bytes);
        some.push(10, 2000.0);
        let series = Series {
            name: "x".into(),
            grows: "things".into(),
            lines: vec![all, some],
        };
        let expected = "\
            | things | 1 | 10 | 100 | exponent |\n\
            |---|--:|--:|--:|--:|\n\
            | all | 5.000 ns (1.00) | 50.000 ns (10.00) | 500.000 ns (100.00) | 1.00 |\n\
            | some | | 2.000 KB (1.00) | | 0.00 |\n";
        assert_eq!(table(&series), expected);
    }
}
